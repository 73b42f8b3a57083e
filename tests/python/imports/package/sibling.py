text = "sibling text"
