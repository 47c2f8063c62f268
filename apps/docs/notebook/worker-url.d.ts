declare module "virtual:notebook-worker" {
  /** The address of the script that runs cells. */
  const url: string;
  export default url;
}
