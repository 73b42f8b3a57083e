from . import leaf
from .. import value
from ..sibling import text as sibling_text
__all__ = ["leaf", "other", "name"]
name = "sub name"
