import { ENGINE_VERSION, rules } from '#attribution';
import { placeOf, type Checked } from './checked';

/** Results in the Static Analysis Results Interchange Format 2.1.0 (OASIS), for editors and CI that show it. */
export function sarifOf(results: readonly Checked[]): object {
  const artifacts = results.map((result) => ({ location: { uri: uriOf(result.file) } }));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'onrecord check',
            version: ENGINE_VERSION,
            rules: rules.map((rule) => ({
              id: rule.id,
              name: rule.title,
              shortDescription: { text: rule.title },
              help: { text: `${rule.help} (${rule.standard})` },
              defaultConfiguration: { level: rule.severity === 'warn' ? 'warning' : 'note' },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        artifacts,
        invocations: [
          {
            executionSuccessful: results.every((result) => result.ok),
            toolExecutionNotifications: results.flatMap((result) =>
              result.ok ? [] : [{ level: 'error', message: { text: `${result.file}: ${result.error}` } }],
            ),
          },
        ],
        results: results.flatMap((result, index) =>
          result.ok
            ? result.queries.map((query) => {
                const from = placeOf(result.text, query.start);
                const to = placeOf(result.text, query.end);
                return {
                  ruleId: query.rule,
                  level: query.severity === 'warn' ? 'warning' : 'note',
                  message: { text: query.message },
                  locations: [
                    {
                      physicalLocation: {
                        artifactLocation: { uri: uriOf(result.file), index },
                        region: {
                          startLine: from.line,
                          startColumn: from.column,
                          endLine: to.line,
                          endColumn: to.column,
                          charOffset: query.start,
                          charLength: query.end - query.start,
                        },
                      },
                    },
                  ],
                  partialFingerprints: { query: query.id },
                  properties: { mustAnswer: query.mustAnswer },
                };
              })
            : [],
        ),
      },
    ],
  };
}

function uriOf(file: string): string {
  return file === '-' ? 'stdin' : file.split('/').map(encodeURIComponent).join('/');
}
