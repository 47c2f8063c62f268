/** The names of an ellipse's columns. */
type Ellipse<Name extends string> = {
  [Part in "center_x" | "center_y" | "height" | "width" | "phi" as `${Name}_${Part}`]: number;
};

/**
 * A row of `EcephysSession.getPupilData`: one frame of the camera. Centres, whole heights and widths in pixels, `phi` in
 * radians.
 */
export interface PupilRow extends Ellipse<"corneal_reflection">, Ellipse<"pupil">, Ellipse<"eye"> {
  "Time (s)": number;
}

type Gaze<Kind extends string> = {
  [Part in
    | "eye_area"
    | "pupil_area"
    | "screen_coordinates_x_cm"
    | "screen_coordinates_y_cm"
    | "screen_coordinates_spherical_x_deg"
    | "screen_coordinates_spherical_y_deg" as `${Kind}_${Part}`]: number;
};

/** A row of `EcephysSession.getScreenGazeData`: one frame of the camera; the filtered columns where they are asked for. */
export interface ScreenGazeRow extends Gaze<"raw">, Partial<Gaze<"filtered">> {
  "Time (s)": number;
}

/** A row of `EcephysSession.rigGeometryData`: one axis. Positions in mm, rotations in degrees. */
export interface RigGeometryRow {
  /** "x", "y" or "z". */
  axis: string;
  monitor_position_mm: number;
  camera_position_mm: number;
  led_position_mm: number;
  monitor_rotation_deg: number;
  camera_rotation_deg: number;
}
