print("quaestor")
