import { closeContentApi, withoutGraphql, type Plugin } from '../closed-plugin';

/** Guests and hosts reach files only through what they belong to (a listing's photos); nobody lists, sends or removes files as such. */
export default function closeUpload(plugin: Plugin): Plugin {
  closeContentApi(plugin);
  withoutGraphql(plugin, (extension) => {
    extension.shadowCRUD('plugin::upload.folder').disable();
    extension.shadowCRUD('plugin::upload.file').disableQueries();
    extension.shadowCRUD('plugin::upload.file').disableMutations();
  });
  return plugin;
}
