provider libvirt {
        # file: src/util/vireventpoll.c
        # prefix: event_poll
        # binary: libvirtd
        # module: libvirt
        probe event_poll_add_handle(int watch, int fd, int events, void *cb, void *opaque, void *ff);
        probe event_poll_dispatch_handle(int watch, int events);
        probe event_poll_run(int nfds, int timeout);

        # file: src/rpc/virnetclient.c
        # prefix: rpc
        probe rpc_socket_new(void *sock, int fd, int errfd, pid_t pid, const char *localAddr, const char *remoteAddr);
        probe rpc_tls_session_new(void *sess, void *ctxt, const char *hostname, int isServer);
	# 17 probes
	probe dbus_method_call(const char *interface, const char *member, const char *object, const char *destination);
};
