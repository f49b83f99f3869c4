using System.Text;

namespace LearnCoin.Core.JsonLd;

/// <summary>Reads N-Quads (RDF 1.1) into a dataset, for the conformance suites and for comparing results.</summary>
internal static class NQuadsReader
{
    public static void Read(ReadOnlySpan<byte> text, Dataset dataset)
    {
        dataset.Clear();
        int line = 0;
        foreach (Range range in text.SplitAny((byte)'\n', (byte)'\r'))
        {
            line++;
            ReadOnlySpan<byte> rest = text[range].Trim(" \t"u8);
            if (rest.IsEmpty || rest[0] == '#')
            {
                continue;
            }

            Span<int> terms = [0, 0, 0, Dataset.DefaultGraph];
            int count = 0;
            while (rest[0] != '.')
            {
                if (count == 4)
                {
                    throw new FormatException($"N-Quads line {line}");
                }

                terms[count++] = ReadTerm(ref rest, dataset, line);
                rest = rest.TrimStart(" \t"u8);
                if (rest.IsEmpty)
                {
                    throw new FormatException($"N-Quads line {line}");
                }
            }

            dataset.Add(terms[0], terms[1], terms[2], terms[3]);
        }
    }

    private static int ReadTerm(ref ReadOnlySpan<byte> rest, Dataset dataset, int line)
    {
        int start = dataset.Begin();
        switch (rest[0])
        {
            case (byte)'<':
                AppendIri(ref rest, dataset, line);
                return dataset.Commit(start, TermKind.Iri);
            case (byte)'_':
                int end = rest.IndexOfAny(" \t<\""u8);
                end = end < 0 ? rest.Length - 1 : end;
                dataset.Append(rest[..end]);
                rest = rest[end..];
                return dataset.Commit(start, TermKind.Blank);
            case (byte)'"':
                AppendLiteral(ref rest, dataset, line);
                return dataset.Commit(start, TermKind.Literal);
            default:
                throw new FormatException($"N-Quads line {line}");
        }
    }

    private static void AppendIri(ref ReadOnlySpan<byte> rest, Dataset dataset, int line)
    {
        int end = rest.IndexOf((byte)'>');
        if (end < 0)
        {
            throw new FormatException($"N-Quads line {line}");
        }

        dataset.Append((byte)'<');
        dataset.Append(Unescape(rest[1..end]));
        dataset.Append((byte)'>');
        rest = rest[(end + 1)..];
    }

    private static void AppendLiteral(ref ReadOnlySpan<byte> rest, Dataset dataset, int line)
    {
        int end = 1;
        while (end < rest.Length && rest[end] != '"')
        {
            end += rest[end] == '\\' ? 2 : 1;
        }

        if (end >= rest.Length)
        {
            throw new FormatException($"N-Quads line {line}");
        }

        dataset.Append((byte)'"');
        dataset.AppendEscaped(Unescape(rest[1..end]));
        dataset.Append((byte)'"');
        rest = rest[(end + 1)..];
        if (rest.StartsWith("^^<"u8))
        {
            int close = rest.IndexOf((byte)'>');
            if (!rest[..close].SequenceEqual("^^<http://www.w3.org/2001/XMLSchema#string"u8))
            {
                dataset.Append("^^<"u8);
                dataset.Append(Unescape(rest[3..close]));
                dataset.Append((byte)'>');
            }

            rest = rest[(close + 1)..];
        }
        else if (!rest.IsEmpty && rest[0] == '@')
        {
            int stop = rest.IndexOfAny(" \t."u8);
            stop = stop < 0 ? rest.Length : stop;
            dataset.Append(rest[..stop]);
            rest = rest[stop..];
        }
    }

    private static byte[] Unescape(ReadOnlySpan<byte> source)
    {
        if (!source.Contains((byte)'\\'))
        {
            return source.ToArray();
        }

        string text = Encoding.UTF8.GetString(source);
        var result = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                result.Append(text[i]);
                continue;
            }

            i++;
            int digits = text[i] switch { 'u' => 4, 'U' => 8, _ => 0 };
            if (digits > 0)
            {
                result.Append(char.ConvertFromUtf32(Convert.ToInt32(text.Substring(i + 1, digits), 16)));
                i += digits;
            }
            else
            {
                result.Append(text[i] switch { 't' => '\t', 'b' => '\b', 'n' => '\n', 'r' => '\r', 'f' => '\f', char other => other });
            }
        }

        return Encoding.UTF8.GetBytes(result.ToString());
    }
}
