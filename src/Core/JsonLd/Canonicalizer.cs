using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace LearnCoin.Core.JsonLd;

/// <summary>
/// The canonical form of a JSON-LD document: JSON-LD 1.1 to RDF, then RDFC-1.0. Thread-safe. Contexts are compiled once and kept, as are the
/// work buffers, so one instance should serve the whole process (<see cref="Shared"/>).
/// </summary>
public sealed class Canonicalizer
{
    private readonly ConcurrentBag<Workspace> _workspaces = [];
    private readonly IContextSource _source;
    private readonly CanonicalizerOptions _options;
    private ContextCache _contexts;

    /// <param name="contexts">The only source of context documents.</param>
    /// <param name="options">Null: the defaults, which are the product's (safe mode on).</param>
    public Canonicalizer(IContextSource contexts, CanonicalizerOptions? options = null)
    {
        _source = contexts;
        _options = options ?? new CanonicalizerOptions();
        _contexts = new ContextCache(_source, _options);
    }

    /// <summary>With the embedded contexts, in safe mode, with the default limits.</summary>
    public static Canonicalizer Shared { get; } = new(EmbeddedContexts.Instance);

    /// <summary>The canonical N-Quads of a document in UTF-8.</summary>
    /// <exception cref="JsonLdException">The document is not valid, not safe to sign, or names a context that is not at hand.</exception>
    /// <exception cref="RdfcWorkLimitException">Its blank nodes are too alike to be labelled within the work limit.</exception>
    public byte[] ToNQuads(ReadOnlySpan<byte> json)
    {
        Workspace workspace = Rent();
        byte[] result = Run(workspace, json).ToArray();
        Return(workspace);
        return result;
    }

    /// <summary>SHA-256 of the canonical N-Quads (32 bytes).</summary>
    /// <inheritdoc cref="ToNQuads" path="/exception"/>
    public void Hash(ReadOnlySpan<byte> json, Span<byte> destination)
    {
        Workspace workspace = Rent();
        SHA256.HashData(Run(workspace, json), destination);
        Return(workspace);
    }

    /// <summary>The document's dataset, not canonicalized: for the to-RDF suite.</summary>
    internal Dataset ToRdf(ReadOnlySpan<byte> json)
    {
        var workspace = new Workspace();
        workspace.Expander.ToRdf(json, _contexts, _options);
        return workspace.Dataset;
    }

    private ReadOnlySpan<byte> Run(Workspace workspace, ReadOnlySpan<byte> json)
    {
        ContextCache contexts = _contexts;
        if (contexts.IsFull)
        {
            Interlocked.CompareExchange(ref _contexts, new ContextCache(_source, _options), contexts);
            contexts = _contexts;
        }

        workspace.Expander.ToRdf(json, contexts, _options);
        return workspace.Rdfc.Canonicalize(_options.RdfcHash, _options.RdfcWorkLimit);
    }

    private Workspace Rent() => _workspaces.TryTake(out Workspace? workspace) ? workspace : new Workspace();

    // A workspace that met an exception is not returned: nobody has to prove that it is still in order.
    private void Return(Workspace workspace)
    {
        if (!workspace.Dataset.IsLarge)
        {
            _workspaces.Add(workspace);
        }
    }

    private sealed class Workspace
    {
        public Workspace()
        {
            Dataset = new Dataset();
            Expander = new Expander(Dataset);
            Rdfc = new RdfCanonicalizer(Dataset);
        }

        public Dataset Dataset { get; }

        public Expander Expander { get; }

        public RdfCanonicalizer Rdfc { get; }
    }
}
