INSERT DATA { clx:replaces owl:propertyDisjointWith clx:quote }
