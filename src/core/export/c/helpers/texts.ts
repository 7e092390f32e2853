import { casedBit, ignorableBit, wordBit } from '../../program/unicode.ts'
import { pageSize } from '../../program/codePointTable.ts'
import type { Helper } from '../../program/sourceWriter.ts'

/** Of texts: UTF-8 that ends with a zero byte; NULL is missing. Levels are in the order of their bytes. */
export function textHelpers(p: string, macro: string) {
  return {
    find: {
      source: `/* The place of a text among others in the order of their bytes; -1 where it is none of them. */
static inline int ${p}_find(const char *text, const char *const *levels, int count) {
  int low = 0, high = count - 1;
  while (low <= high) {
    const int middle = low + (high - low) / 2;
    const int order = strcmp(levels[middle], text);
    if (order == 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}`,
    },
    text: {
      source: `/* A raw text; NULL where it is missing. */
static inline const char *${p}_text(const char *text, const char *const *missing, int count) {
  return text == NULL || text[0] == '\\0' || ${p}_find(text, missing, count) >= 0 ? NULL : text;
}`,
      calls: ['find'],
    },
    lookup: {
      source: `static inline double ${p}_lookup(const char *text, const char *const *levels, const double *values, int count,
    double other, double missing) {
  int at;
  if (text == NULL) return missing;
  at = ${p}_find(text, levels, count);
  return at < 0 ? other : values[at];
}`,
      calls: ['find'],
    },
    map: {
      source: `static inline const char *${p}_map(const char *text, const char *const *levels, const char *const *to, int count,
    const char *other) {
  int at;
  if (text == NULL) return NULL;
  at = ${p}_find(text, levels, count);
  return at < 0 ? other : to[at];
}`,
      calls: ['find'],
    },
    is: {
      source: `static inline int ${p}_is(const char *text, const char *other) {
  return text != NULL && other != NULL && strcmp(text, other) == 0;
}`,
    },
    hash: {
      source: `/* FNV-1a of a text's bytes, 32 bits, mixed by the finalizer of MurmurHash3. */
static inline uint32_t ${p}_hash(const char *text, size_t length) {
  uint32_t hash = 0x811c9dc5u;
  for (size_t i = 0; i < length; i++) hash = (hash ^ (unsigned char)text[i]) * 0x01000193u;
  hash = (hash ^ (hash >> 16)) * 0x85ebca6bu;
  hash = (hash ^ (hash >> 13)) * 0xc2b2ae35u;
  return hash ^ (hash >> 16);
}`,
    },
    bucket: {
      source: `static inline double ${p}_bucket(const char *text, uint32_t buckets) {
  return text == NULL ? NAN : (double)(${p}_hash(text, strlen(text)) % buckets);
}`,
      calls: ['hash'],
    },
    length: {
      source: `/* Characters of a text. */
static inline double ${p}_length(const char *text) {
  int count = 0;
  if (text == NULL) return NAN;
  for (; *text != '\\0'; text++) count += ((unsigned char)*text & 0xc0) != 0x80;
  return count;
}`,
    },
    texts: {
      source: `/* Room for the texts that are made of one row. */
#ifndef ${macro}_TEXT_BYTES
#define ${macro}_TEXT_BYTES 65536
#endif
typedef struct {
  char bytes[${macro}_TEXT_BYTES];
  size_t used;
  int is_full;
} ${p}_texts;

static inline void ${p}_append(${p}_texts *texts, const char *bytes, size_t length) {
  if (texts->is_full || length > sizeof texts->bytes - texts->used) {
    texts->is_full = 1;
    return;
  }
  memcpy(texts->bytes + texts->used, bytes, length);
  texts->used += length;
}

/* The text that begins there and was appended; the empty text where there was no room. */
static inline const char *${p}_made(${p}_texts *texts, size_t from) {
  ${p}_append(texts, "", 1);
  return texts->is_full ? "" : texts->bytes + from;
}`,
    },
    concatenated: {
      source: `static inline const char *${p}_concatenated(${p}_texts *texts, const char *const *parts, int count) {
  const size_t from = texts->used;
  for (int k = 0; k < count; k++) {
    if (parts[k] == NULL) return NULL;
    ${p}_append(texts, parts[k], strlen(parts[k]));
  }
  return ${p}_made(texts, from);
}`,
      calls: ['texts'],
    },
    text_of_number: {
      source: `/* The fewest digits that read as the number again, written as JavaScript writes them. */
static inline const char *${p}_text_of_number(${p}_texts *texts, double x) {
  const size_t from = texts->used;
  char digits[20], shown[40], tail[8];
  int count = 0, precision = 0, point, at;
  if (isnan(x)) return NULL;
  if (x < 0.0) ${p}_append(texts, "-", 1);
  x = fabs(x);
  if (x == 0.0 || isinf(x)) {
    const char *text = x == 0.0 ? "0" : "Infinity";
    ${p}_append(texts, text, strlen(text));
    return ${p}_made(texts, from);
  }
  do snprintf(shown, sizeof shown, "%.*e", precision, x);
  while (strtod(shown, NULL) != x && ++precision < 17);
  /* Digits up to the exponent, whatever the locale's decimal point. */
  for (at = 0; shown[at] != 'e'; at++)
    if (shown[at] >= '0' && shown[at] <= '9' && count < 18) digits[count++] = shown[at];
  while (count > 1 && digits[count - 1] == '0') count--;
  point = atoi(shown + at + 1) + 1;
  if (point > 0 && point <= 21) {
    for (int k = 0; k < point || k < count; k++) {
      if (k == point) ${p}_append(texts, ".", 1);
      ${p}_append(texts, k < count ? digits + k : "0", 1);
    }
  } else if (point > -6 && point <= 0) {
    ${p}_append(texts, "0.", 2);
    for (int k = point; k < 0; k++) ${p}_append(texts, "0", 1);
    ${p}_append(texts, digits, (size_t)count);
  } else {
    ${p}_append(texts, digits, 1);
    if (count > 1) ${p}_append(texts, ".", 1);
    ${p}_append(texts, digits + 1, (size_t)(count - 1));
    snprintf(tail, sizeof tail, "e%+d", (point - 1) % 1000);
    ${p}_append(texts, tail, strlen(tail));
  }
  return ${p}_made(texts, from);
}`,
      calls: ['texts'],
    },
    table: {
      source: `/* An integer for each code point: most pages are the same, and are kept once. */
typedef struct {
  const unsigned short *pages;
  const int *values;
} ${p}_table;

static inline int ${p}_in_table(const ${p}_table *table, uint32_t code) {
  return table->values[(size_t)table->pages[code / ${pageSize}] * ${pageSize} + code % ${pageSize}];
}

/* Reads a code point and goes on behind it; bytes that are none are U+FFFD. */
static inline uint32_t ${p}_next(const char **text) {
  const unsigned char *bytes = (const unsigned char *)*text;
  const int more = bytes[0] < 0x80 ? 0 : bytes[0] >= 0xf0 ? 3 : bytes[0] >= 0xe0 ? 2 : bytes[0] >= 0xc0 ? 1 : -1;
  uint32_t code = more == 0 ? bytes[0] : bytes[0] & (0x3fu >> (more < 0 ? 0 : more));
  for (int k = 1; k <= more; k++) {
    if ((bytes[k] & 0xc0) != 0x80) {
      *text += k;
      return 0xfffd;
    }
    code = (code << 6) | (bytes[k] & 0x3fu);
  }
  *text += more < 0 ? 1 : more + 1;
  return more < 0 || code > 0x10ffff ? 0xfffd : code;
}`,
    },
    count_words: {
      source: `/* What is counted of a text's words: one word, those of a bucket, or (without buckets) all of them. */
typedef struct {
  const char *word;
  uint32_t hash, buckets;
} ${p}_selection;

/* Words are runs of letters and digits of a text in lower case. */
static inline void ${p}_count_words(const char *text, const ${p}_table *classes, const ${p}_selection *selections,
    int count, double *counts) {
  for (int k = 0; k < count; k++) counts[k] = text == NULL ? NAN : 0.0;
  if (text == NULL) return;
  while (*text != '\\0') {
    const char *from = text, *end = text;
    size_t length;
    uint32_t hash;
    while (*end != '\\0' && (${p}_in_table(classes, ${p}_next(&text)) & ${wordBit}) != 0) end = text;
    length = (size_t)(end - from);
    if (length == 0) continue;
    hash = ${p}_hash(from, length);
    for (int k = 0; k < count; k++) {
      const ${p}_selection *one = selections + k;
      if (one->word == NULL) counts[k] += one->buckets == 0 || hash % one->buckets == one->hash;
      else counts[k] += one->hash == hash && strncmp(one->word, from, length) == 0 && one->word[length] == '\\0';
    }
  }
}`,
      calls: ['table', 'hash'],
    },
    change_case: {
      source: `static inline void ${p}_append_code(${p}_texts *texts, uint32_t code) {
  char bytes[4];
  const size_t count = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  const uint32_t leads[] = {0, 0, 0xc0, 0xe0, 0xf0};
  for (size_t k = count - 1; k > 0; k--) {
    bytes[k] = (char)(0x80 | (code & 0x3f));
    code >>= 6;
  }
  bytes[0] = (char)(leads[count] | code);
  ${p}_append(texts, bytes, count);
}

/* Whether a cased letter follows, whatever case-ignorable characters lie between. */
static inline int ${p}_cased_follows(const char *text, const ${p}_table *classes) {
  while (*text != '\\0') {
    const int bits = ${p}_in_table(classes, ${p}_next(&text));
    if ((bits & ${ignorableBit}) == 0) return (bits & ${casedBit}) != 0;
  }
  return 0;
}

/* In lower case (with "classes", for the sigma at a word's end) or in capitals, as Unicode has it for no language. */
static inline const char *${p}_change_case(${p}_texts *texts, const char *text, const ${p}_table *tables, int count,
    const ${p}_table *classes) {
  const size_t from = texts->used;
  int after_cased = 0;
  if (text == NULL) return NULL;
  while (*text != '\\0') {
    const uint32_t code = ${p}_next(&text);
    const int is_final = classes != NULL && code == 0x3a3 && after_cased && !${p}_cased_follows(text, classes);
    ${p}_append_code(texts, is_final ? 0x3c2 : (uint32_t)((int)code + ${p}_in_table(tables, code)));
    for (int k = 1; k < count; k++) {
      const int further = ${p}_in_table(tables + k, code);
      if (further >= 0) ${p}_append_code(texts, (uint32_t)further);
    }
    if (classes != NULL) {
      const int bits = ${p}_in_table(classes, code);
      if ((bits & ${ignorableBit}) == 0) after_cased = (bits & ${casedBit}) != 0;
    }
  }
  return ${p}_made(texts, from);
}`,
      calls: ['texts', 'table'],
    },
  } satisfies Record<string, Helper>
}
