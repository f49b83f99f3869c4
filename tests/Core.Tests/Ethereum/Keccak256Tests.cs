using System.Text;
using FsCheck.Fluent;
using LearnCoin.Core.Anchoring.Ethereum;
using LearnCoin.Core.Tests.Proofs;

namespace LearnCoin.Core.Tests.Ethereum;

public sealed class Keccak256Tests
{
    // Known answers of the Keccak team's submission (ShortMsgKAT_256.txt: Len = 0, 8, 16) and well-known Ethereum digests.
    [Theory]
    [InlineData("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("cc", "eead6dbfc7340a56caedc044696a168870549a6a7f6f56961e84a54bd9970b8a")]
    [InlineData("41fb", "a8eaceda4d47b3281a795ad9e1ea2122b407baf9aabcb9e18b5717b7873537d2")]
    [InlineData("616263", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    [InlineData("80", "56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421")] // root of the empty trie
    [InlineData("c0", "1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347")] // hash of no uncles
    public void Published_vectors_hold(string hex, string digest) =>
        Assert.Equal(digest, Convert.ToHexStringLower(Keccak256.Hash(Convert.FromHexString(hex))));

    [Theory]
    [InlineData("transfer(address,uint256)", "a9059cbb")]
    [InlineData("Transfer(address,address,uint256)", "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef")]
    public void Known_selectors_and_topics_hold(string text, string digest) =>
        Assert.StartsWith(digest, Convert.ToHexStringLower(Keccak256.Hash(Encoding.ASCII.GetBytes(text))), StringComparison.Ordinal);

    [Fact]
    public void Any_message_agrees_with_a_plain_reading_of_the_reference() => Prop.ForAll<byte[], byte>((start, length) =>
    {
        // Lengths around the 136-byte block, where the padding changes.
        byte[] message = [.. start, .. Enumerable.Repeat(length, length + (length % 2 * 100))];
        return Keccak256.Hash(message).SequenceEqual(PlainKeccak(message));
    }).Holds();

    /// <summary>Keccak-f[1600] in (x, y) coordinates straight from the reference's definitions; shares nothing with the product's code.</summary>
    private static byte[] PlainKeccak(byte[] message)
    {
        var padded = message.Append((byte)1).Concat(new byte[135 - (message.Length % 136)]).ToArray();
        padded[^1] |= 0x80;
        var a = new ulong[5, 5];
        foreach (var block in padded.Chunk(136))
        {
            for (var i = 0; i < 17; i++)
            {
                a[i % 5, i / 5] ^= BitConverter.ToUInt64(block, i * 8);
            }

            var lfsr = new Func<int, bool>(t => LfsrBit(t));
            for (var round = 0; round < 24; round++)
            {
                a = Round(a);
                for (var j = 0; j <= 6; j++)
                {
                    a[0, 0] ^= lfsr(j + (7 * round)) ? 1UL << ((1 << j) - 1) : 0;
                }
            }
        }

        return [.. Enumerable.Range(0, 4).SelectMany(i => BitConverter.GetBytes(a[i, 0]))];
    }

    private static ulong[,] Round(ulong[,] a)
    {
        var c = Enumerable.Range(0, 5).Select(x => a[x, 0] ^ a[x, 1] ^ a[x, 2] ^ a[x, 3] ^ a[x, 4]).ToArray();
        var b = new ulong[5, 5];
        var offsets = new int[5, 5];
        for (int t = 0, x = 1, y = 0; t < 24; t++)
        {
            offsets[x, y] = (t + 1) * (t + 2) / 2 % 64;
            (x, y) = (y, ((2 * x) + (3 * y)) % 5);
        }

        for (var x = 0; x < 5; x++)
        {
            for (var y = 0; y < 5; y++)
            {
                var theta = a[x, y] ^ c[(x + 4) % 5] ^ ulong.RotateLeft(c[(x + 1) % 5], 1);
                b[y, ((2 * x) + (3 * y)) % 5] = ulong.RotateLeft(theta, offsets[x, y]);
            }
        }

        var result = new ulong[5, 5];
        for (var x = 0; x < 5; x++)
        {
            for (var y = 0; y < 5; y++)
            {
                result[x, y] = b[x, y] ^ (~b[(x + 1) % 5, y] & b[(x + 2) % 5, y]);
            }
        }

        return result;
    }

    private static bool LfsrBit(int t)
    {
        var r = 1;
        for (var i = 0; i < t % 255; i++)
        {
            r <<= 1;
            r ^= (r >> 8) * 0x171;
        }

        return (r & 1) == 1;
    }
}
