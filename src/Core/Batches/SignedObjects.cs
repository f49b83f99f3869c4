using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using LearnCoin.Core.Credentials;
using LearnCoin.Core.Credentials.OpenBadges;
using LearnCoin.Core.Kernel;
using LearnCoin.Core.Requests;

namespace LearnCoin.Core.Batches;

/// <summary>Reads what will be signed: <c>achievement</c>, <c>evidence</c>, <c>result</c>.</summary>
internal sealed class SignedObjects(FaultList faults, ReservedIds reserved)
{
    private const int MaxAchievementBytes = 64 * 1024;
    private const int MaxEvidenceAndResultBytes = 128 * 1024;

    private readonly Dictionary<string, byte[]> seen = new(StringComparer.Ordinal);

    public byte[]? ReadAchievement(JsonElement credential, JsonPath parent, Recipient recipient)
    {
        var path = parent.Member("achievement");
        if (!credential.TryGetProperty("achievement", out var achievement))
        {
            faults.Missing(path, "an Open Badges 3.0 Achievement with name, description and criteria");
            return null;
        }

        var raw = JsonMarshal.GetRawUtf8Value(achievement);
        if (raw.Length > MaxAchievementBytes)
        {
            faults.Add(ErrorCode.AchievementTooLarge, path, $"is {raw.Length} bytes; at most {MaxAchievementBytes} are taken");
            return null;
        }

        // Most batches award one achievement many times. Only the recipient's own id and e-mail can make a difference between equal bytes.
        var digest = NormalForm.Digest(raw);
        if (seen.TryGetValue(digest, out var known) && !Mentions(known, recipient))
        {
            return known;
        }

        var read = Read(achievement, OpenBadgeModel.Achievement, path, recipient);
        if (read is not null)
        {
            seen[digest] = read;
        }

        return read;
    }

    public (byte[] Evidence, byte[] Results) ReadEvidenceAndResults(JsonElement credential, JsonPath parent, Recipient recipient)
    {
        var hasEvidence = Members.TryGetOptional(credential, "evidence", out var evidence);
        var hasResults = Members.TryGetOptional(credential, "result", out var results);
        var size = (hasEvidence ? JsonMarshal.GetRawUtf8Value(evidence).Length : 0) + (hasResults ? JsonMarshal.GetRawUtf8Value(results).Length : 0);
        if (size > MaxEvidenceAndResultBytes)
        {
            faults.Invalid(
                parent.Member(hasEvidence ? "evidence" : "result"),
                $"must be, evidence and result together, at most {MaxEvidenceAndResultBytes} bytes");
            return ([], []);
        }

        return (
            hasEvidence ? ReadList(evidence, OpenBadgeModel.Evidence, parent.Member("evidence"), recipient) : [],
            hasResults ? ReadList(results, OpenBadgeModel.Result, parent.Member("result"), recipient) : []);
    }

    private byte[]? Read(JsonElement value, OpenBadgeClass type, JsonPath path, Recipient recipient)
    {
        var before = faults.Count;
        InjectionRules.Check(value, path, recipient.Id, reserved, faults);
        var read = new OpenBadgeReader(faults, recipient.Email).Read(value, type, path);
        return faults.Count == before ? read : null;
    }

    private byte[] ReadList(JsonElement list, OpenBadgeClass type, JsonPath path, Recipient recipient)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            faults.Invalid(path, $"must be an array of {type.Name}");
            return [];
        }

        var entries = new HashSet<string>(StringComparer.Ordinal);
        var joined = new ArrayBufferWriter<byte>();
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            if (faults.IsFull)
            {
                break;
            }

            var entry = Read(item, type, path.Item(index), recipient);
            if (entry is not null && !entries.Add(NormalForm.Digest(entry)))
            {
                faults.Invalid(path.Item(index), NormalForm.Repetition);
            }

            Append(joined, entry, type, recipient);
            index++;
        }

        return index == 0 ? [] : [(byte)'[', .. joined.WrittenSpan, (byte)']'];
    }

    private static void Append(ArrayBufferWriter<byte> joined, byte[]? entry, OpenBadgeClass type, Recipient recipient)
    {
        if (entry is null || recipient.Id is null)
        {
            return;
        }

        if (joined.WrittenCount > 0)
        {
            joined.Write(","u8);
        }

        if (type == OpenBadgeModel.Evidence && !entry.AsSpan().StartsWith("{\"id\":"u8))
        {
            // Derived, not random: the document must come out the same when it is written again.
            var id = ContentUuid.Urn("evidence", recipient.Id, entry);
            joined.Write(Encoding.UTF8.GetBytes($"{{\"id\":\"{id}\","));
            joined.Write(entry.AsSpan(1));
        }
        else
        {
            joined.Write(entry);
        }
    }

    private static bool Mentions(byte[] json, Recipient recipient)
    {
        if (recipient.Id is null && recipient.Email is null)
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(json);
        return (recipient.Id is not null && text.Contains(recipient.Id, StringComparison.OrdinalIgnoreCase)) ||
            (recipient.Email is not null && text.Contains(Escaped(recipient.Email), StringComparison.OrdinalIgnoreCase));
    }

    private static string Escaped(string email) =>
        NormalForm.WriterOptions.Encoder!.Encode(email);
}
