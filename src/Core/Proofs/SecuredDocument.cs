using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace LearnCoin.Core.Proofs;

/// <summary>A JSON document and its <c>proof</c> array, put together and taken apart without a change to any other byte.</summary>
public static class SecuredDocument
{
    /// <summary>Appends <c>"proof":[…]</c> as the last member of a document that has none.</summary>
    /// <param name="unsecured">UTF-8 JSON object with at least one member, no <c>proof</c>, nothing after its <c>}</c>.</param>
    /// <param name="proofs">Each a UTF-8 JSON object.</param>
    public static byte[] Append(ReadOnlySpan<byte> unsecured, params ReadOnlySpan<byte[]> proofs)
    {
        if (unsecured is not [(byte)'{', .., (byte)'}'])
        {
            throw new ArgumentException("Not a bare JSON object", nameof(unsecured));
        }

        var buffer = new ArrayBufferWriter<byte>(unsecured.Length + 2048);
        buffer.Write(unsecured[..^1]);
        buffer.Write(",\"proof\":["u8);
        for (var i = 0; i < proofs.Length; i++)
        {
            if (i > 0)
            {
                buffer.Write(","u8);
            }

            buffer.Write(proofs[i]);
        }

        buffer.Write("]}"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Appends <c>"proof":{…}</c>: one proof that is no array, as readers of status lists expect it.</summary>
    /// <inheritdoc cref="Append"/>
    public static byte[] AppendSingle(ReadOnlySpan<byte> unsecured, ReadOnlySpan<byte> proof)
    {
        if (unsecured is not [(byte)'{', .., (byte)'}'])
        {
            throw new ArgumentException("Not a bare JSON object", nameof(unsecured));
        }

        return [.. unsecured[..^1], .. ",\"proof\":"u8, .. proof, (byte)'}'];
    }

    /// <summary>The document with only these proofs; without the member when there are none.</summary>
    public static byte[] WithProofs(JsonElement document, IReadOnlyList<JsonElement> proofs)
    {
        ArgumentNullException.ThrowIfNull(proofs);
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        foreach (var member in document.EnumerateObject())
        {
            if (!member.NameEquals("proof"u8))
            {
                writer.WritePropertyName(member.Name);
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(member.Value), skipInputValidation: true);
            }
        }

        if (proofs.Count > 0)
        {
            writer.WriteStartArray("proof"u8);
            foreach (var proof in proofs)
            {
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(proof), skipInputValidation: true);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
