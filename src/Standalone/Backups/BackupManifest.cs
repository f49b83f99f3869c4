using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LearnCoin.Standalone.Hosting;

namespace LearnCoin.Standalone.Backups;

/// <summary>First entry of an archive: what it is and what must be in it. No name, address or secret.</summary>
/// <param name="Format">Form of the archive; this release reads 1.</param>
/// <param name="ProductVersion">Release that made it.</param>
/// <param name="SchemaVersion">Of the store.</param>
/// <param name="MadeAt">When the copy of the store was begun: later changes are not in it.</param>
/// <param name="PublicOrigin">What the credentials were signed under.</param>
/// <param name="Keys"><c>encrypted</c> under the passphrase of that time, or <c>plain</c>.</param>
/// <param name="Parts">The other entries, in their order.</param>
internal sealed record BackupManifest(
    [property: JsonRequired] int Format,
    [property: JsonRequired] string ProductVersion,
    [property: JsonRequired] int SchemaVersion,
    [property: JsonRequired] DateTimeOffset MadeAt,
    [property: JsonRequired] string PublicOrigin,
    [property: JsonRequired] string Keys,
    [property: JsonRequired] IReadOnlyList<BackupPart> Parts)
{
    internal const string Name = "manifest.json";
    internal const int Format1 = 1;
    internal const string Plain = "plain";
    internal const string Encrypted = "encrypted";

    private static readonly JsonSerializerOptions Form = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Form);

    /// <exception cref="BackupException">It is no manifest that this release can read.</exception>
    internal static BackupManifest Read(ReadOnlySpan<byte> json)
    {
        BackupManifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<BackupManifest>(json, Form);
        }
        catch (JsonException exception)
        {
            throw new BackupException("The archive is damaged: its manifest cannot be read", exception);
        }

        return manifest switch
        {
            null or { Parts: null } or { ProductVersion: null } or { PublicOrigin: null } or { Keys: null } => throw new BackupException("The archive is damaged: its manifest cannot be read"),
            { Format: not Format1 } => throw new BackupException("The archive is of a newer release: restore it with that one"),
            { Parts: var parts } when parts.Any(static part => part is not { Name: not null, Sha256: not null } || !part.HasGoodName)
                || parts.Count(static part => part.Name == StoreNames.Database) != 1
                || parts.Select(static part => part.Name).Distinct(StringComparer.Ordinal).Count() != parts.Count =>
                throw new BackupException("The archive is damaged: its manifest names other parts than a backup has"),
            _ => manifest,
        };
    }
}

/// <param name="Name">Path in the data folder.</param>
/// <param name="Bytes">Length.</param>
/// <param name="Sha256">Of the content, lower-case hex.</param>
internal sealed record BackupPart(
    [property: JsonRequired] string Name, [property: JsonRequired] long Bytes, [property: JsonRequired] string Sha256)
{
    private const string KeyFolder = StoreNames.Keys + "/";
    private const string KeySuffix = ".key";

    internal bool IsKey => Name.StartsWith(KeyFolder, StringComparison.Ordinal);

    // No path that leads out of the data folder.
    internal bool HasGoodName => Name == StoreNames.Database
        || (IsKey && Name.EndsWith(KeySuffix, StringComparison.Ordinal) && Name.Length > KeyFolder.Length + KeySuffix.Length
            && Name[KeyFolder.Length..^KeySuffix.Length].All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
}

/// <summary>A backup cannot be made or used; the message is for the operator.</summary>
internal sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner);
