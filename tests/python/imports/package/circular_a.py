from package.circular_b import thing
