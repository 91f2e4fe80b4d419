#define FUNCTION_NAME char *

provider erlang {
    /**
     * Fired when a message is sent
     */
    probe message__send(char *sender, char *receiver, uint32_t size, int token_label, int token_previous, int token_current);
    probe message__send__remote(char *sender, char *node_name, char *receiver, uint32_t size, int a, int b, int c);
    probe dist__port_busy(char *node, char *port, char *remote_node, char *pid);
    probe local__function__entry(char *p, FUNCTION_NAME mfa, int depth);
    probe user_trace__i4s4(char *p, char *user_tag, int64_t i1, int64_t i2, int64_t i3, int64_t i4,
			   char *s1, char *s2, char *s3, char *s4, int a11);
};

#pragma D attributes Evolving/Evolving/Common provider erlang provider
