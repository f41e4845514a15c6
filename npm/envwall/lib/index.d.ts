/** How a command is run. */
export interface Options {
  /** The project folder; that of the process if it is not given. */
  cwd?: string
  /** The environment; that of the process if it is not given. */
  env?: Record<string, string | undefined>
  /** Further options of the command line, as in `['--fail-on', 'warning']`. */
  args?: string[]
}

export interface GuardOptions extends Options {
  /** The files and folders to scan; what the manifest or the framework says if there are none. */
  paths?: string[]
}

/** 0: nothing at or above `--fail-on`. 1: findings. 2: an error in the manifest or the environment. 3: not all was scanned. */
export type Status = 0 | 1 | 2 | 3

export interface Finding {
  /** As in `EW001`; `envwall explain EW001` says more. */
  code: string
  severity: 'error' | 'warning' | 'note'
  variable: string | null
  /** Why the value counts as a secret. */
  confidence: 'declared' | 'format' | 'name' | 'random' | null
  /** The file, relative to the project folder, with forward slashes. */
  artifact: string | null
  /** Counted from 1, as columns are. */
  line: number | null
  column: number | null
  end_line: number | null
  /** Exclusive. */
  end_column: number | null
  /** The layers between the file and the value. */
  trail: string[]
  original: Original | null
  message: string
  notes: string[]
  /** How many further places in this file are not listed. */
  more_places: number
  /** Files with the same content, and so with the same finding. */
  also_in: string[]
  help: string | null
  /** Identifies the finding in waivers, baselines and between runs. */
  fingerprint: string | null
}

/** The place in the source, by a source map. */
export interface Original {
  source: string
  line: number | null
  column: number | null
  end_line: number | null
  end_column: number | null
  /** The modules that import it. */
  importers: string[]
}

export interface GuardSummary {
  files: number
  bytes: number
  variables: number
  variables_found: number
  places: number
  waived: number
  baselined: number
  /** What was looked at, and why. */
  output: { pattern: string; reason: string; files: number }[]
  /** The files whose values are known. */
  values_from: string[]
  /** Undeclared variables of the process environment that were searched for. */
  process: string[]
}

export interface GuardReport {
  schema: 'envwall/1'
  summary: GuardSummary
  findings: Finding[]
}

/** The report at the root of a workspace: one for each app. */
export interface Projects<Report> {
  schema: 'envwall/1'
  projects: (Omit<Report, 'schema'> & { path: string })[]
}

export interface CheckReport {
  schema: 'envwall/1'
  summary: { environment: string; framework: string | null; public: number; server: number; sensitive: number }
  variables: Variable[]
  findings: Finding[]
}

/** What is known of a variable, without its value. */
export interface Variable {
  name: string
  class: 'public' | 'server'
  sensitive: boolean
  /** What its class comes from. */
  decided_by: 'table' | 'rule' | 'prefix' | 'name' | 'default'
  /** What its name and value say, for a variable that the manifest does not name. */
  classification?: unknown
  type: string
  set: boolean
  /** In characters. */
  length: number | null
  /** Tells whether two values are the same. */
  fingerprint: string | null
  /** The file and line, or the place, that it comes from. */
  origin: string | null
}

export interface GenerateReport {
  schema: 'envwall/1'
  summary: { written: number; unchanged: number }
  findings: Finding[]
}

type Result<Report> = { status: Status } & (Report | Projects<Report>)

/**
 * Scans the output of a build for server-only values, as `envwall guard` does.
 *
 * Rejects with an {@link EnvwallError} if there is no report.
 */
export function guard(options?: GuardOptions): Promise<Result<GuardReport>>
/** Checks the manifest and the environment, as `envwall check` does. */
export function check(options?: Options): Promise<Result<CheckReport>>
/** Writes typed configuration, as `envwall generate` does. */
export function generate(options?: Options): Promise<Result<GenerateReport>>

/** A command that ended without a report. */
export class EnvwallError extends Error {
  /** The exit status; `null` if the command did not start or was killed. */
  status: number | null
}
