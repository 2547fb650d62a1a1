INSERT DATA { clx:Event oio:inSubset ex:slim }
