provider memcached {
   /**
    * Fired when a connection object is allocated from the connection pool.
    * @param connid the connection id
    */
   probe conn__allocate(int connid);
   probe conn__dispatch(int connid, int64_t threadid);
   probe slabs__slabclass__allocate(int slabclass);
   probe assoc__find(const char *key, int keylen, int depth);
   probe assoc__insert(const char *key, int keylen);
   probe command__get(int connid, const char *key, int keylen, int size, int64_t casid);
   probe process__command__start(int connid, const void *request, int size);
   probe process__command__end(int connid, const void *response, int size);
   probe slabs__free(int size, int slabclass, void *ptr);
};

#pragma D attributes Unstable/Unstable/Common provider memcached provider
