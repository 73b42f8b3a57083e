# sweep: --what=open
# The runtime itself opens, or says that it cannot; this text is not run.
