import boundaries from 'eslint-plugin-boundaries';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Who may import whom: the rooms of the house. Imports point downward, and `protocol` imports nothing of ours. */
const rooms = ['app', 'components', 'cli', 'server', 'document', 'attribution', 'protocol', 'e2e', 'bench'];
const mayImport = {
  app: ['app', 'components', 'server', 'document', 'attribution', 'protocol'],
  components: ['components', 'document', 'attribution', 'protocol'],
  cli: ['cli', 'server', 'document', 'attribution', 'protocol'],
  server: ['server', 'document', 'attribution', 'protocol'],
  document: ['document', 'attribution', 'protocol'],
  attribution: ['attribution'],
  protocol: ['protocol'],
  e2e: rooms,
  bench: rooms,
};

/** A room of the server is entered by its door (`#server/room`), in tests also by its `testing` folder. */
const serverRooms = 'accounts|audit|claims|publish|review|sources|stories|store|sync';

export default tseslint.config(
  { ignores: ['node_modules/**', '.next/**', '.build/**', '.data*/**', 'next-env.d.ts'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { boundaries, 'react-hooks': hooks },
    settings: {
      'boundaries/elements': rooms.map((room) => ({ type: room, pattern: `${room}/**`, mode: 'full' })),
      'import/resolver': { typescript: { project: './tsconfig.json' } },
    },
    rules: {
      ...hooks.configs.recommended.rules,
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'boundaries/element-types': [
        'error',
        { default: 'disallow', rules: Object.entries(mayImport).map(([from, allow]) => ({ from, allow })) },
      ],
      'max-lines': ['warn', { max: 320, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // Plain Node, which no type checker reads.
    files: ['**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'AbortController',
          'Buffer',
          'URL',
          'URLSearchParams',
          'clearInterval',
          'clearTimeout',
          'console',
          'fetch',
        ]
          .concat(['process', 'setInterval', 'setTimeout'])
          .map((name) => [name, 'readonly']),
      ),
    },
    rules: { 'no-undef': 'error' },
  },
  {
    files: ['server/**/*.ts', 'app/**/*.{ts,tsx}', 'cli/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^(\\.\\.?/)+(server/)?(${serverRooms})/(?!testing)`,
              message: 'Enter a room of the server by its door: #server/room.',
            },
          ],
        },
      ],
    },
  },
);
