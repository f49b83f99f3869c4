using LearnCoin.Core.JsonLd;

namespace LearnCoin.Core.Tests.JsonLd;

/// <summary>Serves the suite's own documents under the IRIs they have on the web.</summary>
internal sealed class SuiteContexts(string folder, string baseIri) : IContextSource
{
    public ReadOnlyMemory<byte>? Find(string iri)
    {
        if (!iri.StartsWith(baseIri, StringComparison.Ordinal))
        {
            return null;
        }

        string path = Path.Combine(folder, iri[baseIri.Length..]);
        return File.Exists(path) ? (ReadOnlyMemory<byte>?)File.ReadAllBytes(path) : null;
    }
}
