"""The data set in the formats of the field: graphs, tables, thesauri, term bases, mapping sets."""
