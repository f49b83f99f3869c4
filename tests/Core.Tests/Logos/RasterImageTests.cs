using LearnCoin.Core.Logos;

namespace LearnCoin.Core.Tests.Logos;

public sealed class RasterImageTests
{
    [Fact]
    public void Pictures_are_known_by_their_bytes()
    {
        Assert.Equal("image/png", RasterImage.TypeOf(Pictures.Png()));
        Assert.Equal("image/jpeg", RasterImage.TypeOf(Pictures.Jpeg()));
        Assert.Equal("image/gif", RasterImage.TypeOf(Pictures.Gif()));
        Assert.Equal("image/webp", RasterImage.TypeOf(Pictures.WebpExtended()));
        Assert.Equal("image/webp", RasterImage.TypeOf(Pictures.WebpLossless()));
        Assert.Equal("image/webp", RasterImage.TypeOf(Pictures.WebpLossy()));
    }

    [Fact]
    public void A_side_of_4096_pixels_is_the_longest()
    {
        Func<ushort, ushort, byte[]>[] kinds =
        [
            static (w, h) => Pictures.Png(w, h), Pictures.Jpeg, Pictures.Gif, static (w, h) => Pictures.WebpExtended(w, h),
            static (w, h) => Pictures.WebpLossless(w, h), Pictures.WebpLossy,
        ];
        Assert.All(kinds, static make => Assert.NotNull(RasterImage.TypeOf(make(4096, 4096))));
        Assert.All(kinds, static make => Assert.Null(RasterImage.TypeOf(make(4097, 1))));
        Assert.All(kinds, static make => Assert.Null(RasterImage.TypeOf(make(1, 4097))));
        Assert.Null(RasterImage.TypeOf(Pictures.Png(uint.MaxValue, uint.MaxValue)));
        Assert.Null(RasterImage.TypeOf(Pictures.Png(0, 10)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>")]
    [InlineData("<?xml version=\"1.0\"?><svg/>")]
    [InlineData("<html><body>not found</body></html>")]
    [InlineData("GIF89a")]
    [InlineData("GIF88aaaaaaaaaaaa")]
    [InlineData("RIFF....WAVEfmt aaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("BM......................................")]
    [InlineData("%PDF-1.7 ................................")]
    public void Anything_else_is_no_picture(string text) => Assert.Null(RasterImage.TypeOf(System.Text.Encoding.Latin1.GetBytes(text)));

    [Fact]
    public void A_picture_cut_off_anywhere_is_read_without_a_fault()
    {
        foreach (var picture in new[] { Pictures.Png(), Pictures.Jpeg(), Pictures.Gif(), Pictures.WebpExtended(), Pictures.WebpLossless(), Pictures.WebpLossy() })
        {
            for (var length = 0; length < picture.Length; length++)
            {
                Assert.True(RasterImage.TypeOf(picture.AsSpan(0, length)) is null or "image/png" or "image/jpeg" or "image/gif" or "image/webp");
            }
        }

        Assert.Null(RasterImage.TypeOf(Pictures.Png().AsSpan(0, 23)));
        // A segment of length 0 and one beyond the end.
        Assert.Null(RasterImage.TypeOf([0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0xFF, 0xE0, 0xFF, 0xFF, 0, 0, 0, 0]));
    }
}
