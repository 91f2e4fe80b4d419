provider qemu {
        probe qemu_vmalloc(size_t size,void * ptr);
        probe virtio_notify(void * vdev,void * vq);
        probe return_();
        probe bdrv_open_common(void * bs,const char * filename,int flags,const char * format_name);
        probe vm_state_notify(int running,int reason,const char * reason_str);
        probe host_scan_enabled(void);
        probe bdsm_enabled(const char *name,uint32_t size);
};
