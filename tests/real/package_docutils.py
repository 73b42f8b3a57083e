"""reStructuredText with Docutils to HTML, LaTeX and a tree."""
import sys
sys.path.append("/usr/lib/python3/dist-packages")

import docutils.core

TEXT = '''
=====
Title
=====

Section
=======
*Emphasis*, **strong**, ``literal``, `a link <http://example.org>`_, |sub|, footnote [1]_.

.. |sub| replace:: substituted
.. [1] The note.

- one
- two

  1. inner

term
    definition

:field: value

.. code:: python

   def f(x): return x

.. note:: Take *care*.

+---+-----+
| a | b c |
+===+=====+
| 1 | 2   |
+---+-----+

.. math:: x^2

::

    literal block

Other
-----
.. image:: x.png
   :alt: text

.. unknown:: x
'''
settings = {"report_level": 2, "halt_level": 5, "warning_stream": False, "embed_stylesheet": False, "stylesheet_path": None, "datestamp": None, "generator": None}
print(docutils.core.publish_string(TEXT, writer_name="pseudoxml", settings_overrides=settings).decode())
print(docutils.core.publish_parts(TEXT, writer_name="html5", settings_overrides=settings)["body"])
print(docutils.core.publish_string(TEXT, writer_name="latex", settings_overrides=settings).decode())
