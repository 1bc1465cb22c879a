// One line per check, and the closing line that `cargo xtask test` reads.

export function report() {
  const counts = { checks: 0, failures: 0 };
  return {
    /** A check, and what was wrong. */
    check(name, problems, note = "") {
      counts.checks += 1;
      if (problems.length > 0) counts.failures += 1;
      console.log(`${problems.length > 0 ? "FAIL" : "  ok"} ${name}${note && `  ${note}`}`);
      for (const problem of problems) console.log(`     ${indented(problem)}`);
    },
    /** Several checks that went well, in one line. */
    passed(name, number, note = "") {
      counts.checks += number;
      console.log(`  ok ${name}${note && `  ${note}`}`);
    },
    /** Prints the counts and ends the process. */
    close() {
      console.log(`end2end: ${counts.checks} checks, ${counts.failures} failures`);
      process.exit(counts.failures > 0 ? 1 : 0);
    },
  };
}

function indented(problem) {
  return String(problem).trimEnd().replaceAll("\n", "\n       ");
}
