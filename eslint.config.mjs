import tseslint from 'typescript-eslint';

/** Rules that need types: each finds a fault that the compiler lets pass. */
const withTypes = {
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/return-await': ['error', 'in-try-catch'],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/no-for-in-array': 'error',
  '@typescript-eslint/only-throw-error': 'error',
};

const purity = [
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Rules take an instant as an argument.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Rules take an instant as an argument.',
  },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Rules know no chance.' },
];

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'build/',
      '.data/',
      '.strapi/',
      '.cache/',
      'coverage/',
      'public/',
      'types/generated/',
      'node_modules/',
    ],
  },
  ...tseslint.configs.recommended,
  {
    rules: {
      eqeqeq: ['error', 'smart'],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-promise-executor-return': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { disallowTypeAnnotations: false, fixStyle: 'inline-type-imports' },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-unused-expressions': ['error', { allowShortCircuit: true, allowTernary: true }],
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
    },
  },
  {
    files: ['src/**/*.ts', 'config/**/*.ts', 'database/**/*.ts', 'tests/**/*.ts'],
    ignores: ['src/admin/**'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: withTypes,
  },
  { files: ['src/**/*.ts'], ignores: ['src/cli/**'], rules: { 'no-console': 'error' } },
  { files: ['src/domain/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...purity] } },
  { files: ['**/*.js', '**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
