provider libvirt {
	# file: src/util/vireventpoll.c
	# prefix: event
	probe event_poll_add_handle(int watch, int fd, int events, void *cb, void *opaque, void *ff);
	# file: src/util/virobject.c
	probe object_new(void *obj, const char *klassname);
	probe rpc_socket_new(void *sock, int fd, int errfd, long long pid, const char *localAddr, const char *remoteAddr);
};
