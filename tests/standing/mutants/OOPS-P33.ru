INSERT DATA { clx:replaces owl:propertyChainAxiom ( clx:replaces ) }
