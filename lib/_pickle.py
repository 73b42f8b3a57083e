"""Picklers and unpicklers: those of the module pickle, which are quick enough here to need no twin in C."""

from _ouro_pickle import PickleBuffer

_SAME = {"PickleError", "PicklingError", "UnpicklingError"}
_TWIN = {"Pickler", "Unpickler", "dump", "dumps", "load", "loads"}


def __getattr__(name):
    if name in _SAME or name in _TWIN:
        import pickle
        return getattr(pickle, name if name in _SAME else "_" + name)
    raise AttributeError(f"module '_pickle' has no attribute '{name}'")
