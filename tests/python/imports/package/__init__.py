print("package", __name__, __package__, __path__[0].rsplit("/", 1)[1], __file__.rsplit("/", 1)[1])
value = "package value"
