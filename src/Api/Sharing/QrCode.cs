using System.Globalization;
using System.Text;
using QRCoder;

namespace LearnCoin.Api.Sharing;

/// <summary>A QR code (ISO/IEC 18004, level M) as one path of an SVG: no styles and no script, so that the page's policy has nothing to allow.</summary>
/// <param name="Size">Modules in a row, the quiet zone of four included.</param>
/// <param name="Path">Value of the path's <c>d</c>.</param>
public sealed record QrCode(int Size, string Path)
{
    public static QrCode Of(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        var rows = code.ModuleMatrix;
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Length; x++)
            {
                if (rows[y][x])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }
        }

        return new QrCode(rows.Count, path.ToString());
    }
}
