INSERT DATA { clx:Event oio:hasSynonymType ex:plural }
