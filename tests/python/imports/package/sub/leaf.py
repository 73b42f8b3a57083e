print("leaf", __name__, __package__)
_hidden = 1
shown = 2
