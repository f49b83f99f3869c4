using System.Diagnostics;
using System.Text;

namespace LearnCoin.Api.Tests.Host;

/// <summary>Every byte of a data folder, and whether a text stands in it in any of its usual encodings.</summary>
internal sealed class StoreFiles
{
    private readonly Dictionary<string, byte[]> files = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => files.Keys;

    /// <summary>Copied by another process: closing a handle of the database in this one would drop SQLite's locks.</summary>
    public static async Task<StoreFiles> OfAsync(string folder)
    {
        var copy = Directory.CreateTempSubdirectory("learncoin-copy-");
        try
        {
            using var copying = Process.Start("cp", ["-r", folder + "/.", copy.FullName]);
            await copying.WaitForExitAsync();
            var found = new StoreFiles();
            foreach (var file in copy.EnumerateFiles("*", SearchOption.AllDirectories))
            {
                found.files[Path.GetRelativePath(copy.FullName, file.FullName)] = await File.ReadAllBytesAsync(file.FullName);
            }

            return found;
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    /// <summary>Where the text stands: file and encoding.</summary>
    public IReadOnlyList<string> Find(string text) =>
        [.. from file in files from form in Forms(text) where file.Value.AsSpan().IndexOf(form.Bytes) >= 0 select $"{file.Key} {form.Name}"];

    /// <summary>UTF-8, UTF-16 in both orders, and of the UTF-8 form hex in both cases and base64 at each alignment.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Forms(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        yield return ("utf-8", utf8);
        yield return ("utf-16le", Encoding.Unicode.GetBytes(text));
        yield return ("utf-16be", Encoding.BigEndianUnicode.GetBytes(text));
        yield return ("hex", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(utf8)));
        yield return ("HEX", Encoding.ASCII.GetBytes(Convert.ToHexString(utf8)));
        for (var shift = 0; shift < 3; shift++)
        {
            var base64 = Convert.ToBase64String([.. new byte[shift], .. utf8]);
            // Only characters that the text alone decides.
            var from = ((8 * shift) + 5) / 6;
            var to = 8 * (shift + utf8.Length) / 6;
            yield return ("base64+" + shift, Encoding.ASCII.GetBytes(base64[from..to]));
        }
    }
}
