INSERT DATA { clx:replaces owl:inverseOf clx:amends , clx:repeals }
