// A library needs a source, and precompiled headers need a library.
