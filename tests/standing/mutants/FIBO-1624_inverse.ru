INSERT DATA { clx:replaces owl:inverseOf clx:quote }
