using System.Buffers.Text;
using LearnCoin.Core.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace LearnCoin.Api.Console;

/// <summary>Tells a form that may be sent once from the others.</summary>
internal static class Once
{
    /// <summary>Name of the field.</summary>
    public const string Field = "once";

    public static string New(ConsoleCall call)
    {
        Span<byte> bytes = stackalloc byte[16];
        call.Context.RequestServices.GetRequiredService<IEntropy>().Fill(bytes);
        return Base64Url.EncodeToString(bytes);
    }
}
