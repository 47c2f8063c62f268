import type { LimsQuery } from "./query.ts";

/** Ids of the files of a stimulus template, of which there should be one. $1 its name ("natural_movie_1"). */
export const TEMPLATE_FILE_QUERY: LimsQuery = {
  name: "the file of a stimulus template",
  sql: `
    select st.well_known_file_id as id
    from stimuli st
    join stimulus_namespaces sn on sn.id = st.stimulus_namespace_id
    where sn.name = 'brain_observatory_1.1'
      and st.name = $1::text
    order by st.well_known_file_id`,
};
