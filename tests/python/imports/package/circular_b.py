from package.circular_a import missing
thing = 1
