INSERT DATA { clx:linkedScheme owl:inverseOf clx:linkedScheme }
