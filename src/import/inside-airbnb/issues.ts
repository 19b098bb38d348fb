/** What could not be read, or not wholly. All of it is counted; the first of each file are listed. */

export interface Issue {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

export interface FileIssues {
  /** The row is left out. */
  skipped(line: number, reason: string): void;
  /** The row was read, but for something in it. */
  remark(line: number, reason: string): void;
}

export interface IssueList {
  readonly count: number;
  readonly listed: readonly Issue[];
}

const listedPerFile = 500;

class Collector {
  private readonly byFile = new Map<string, { count: number; listed: Issue[] }>();

  add(issue: Issue): void {
    const entry = this.byFile.get(issue.file) ?? { count: 0, listed: [] };
    this.byFile.set(issue.file, entry);
    entry.count += 1;
    if (entry.listed.length < listedPerFile) entry.listed.push(issue);
  }

  list(): IssueList {
    const entries = [...this.byFile].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
    return {
      count: entries.reduce((sum, entry) => sum + entry.count, 0),
      listed: entries.flatMap((entry) => entry.listed.sort((a, b) => a.line - b.line)),
    };
  }
}

export class Issues {
  private readonly skips = new Collector();
  private readonly remarks = new Collector();

  of(file: string): FileIssues {
    return {
      skipped: (line, reason) => this.skips.add({ file, line, reason }),
      remark: (line, reason) => this.remarks.add({ file, line, reason }),
    };
  }

  get skipped(): IssueList {
    return this.skips.list();
  }

  get remarked(): IssueList {
    return this.remarks.list();
  }
}
