print("nothing lives here yet")
