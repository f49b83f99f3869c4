using System.Text.Json;

namespace LearnCoin.EndToEnd.Faults;

/// <summary>What can go wrong between the product and its node.</summary>
internal enum NodeFaultKind
{
    /// <summary>The node takes the call, its answer never arrives.</summary>
    ReplyLost,

    /// <summary>The connection breaks before the node sees the call.</summary>
    RequestLost,

    /// <summary>The connection breaks, and the node sees the call later all the same.</summary>
    DeliveredLate,

    /// <summary>The answer takes its time.</summary>
    Delayed,

    /// <summary>The node gets the call twice; the second answer arrives.</summary>
    Duplicated,

    /// <summary>A call that came later is answered first.</summary>
    Reordered,

    /// <summary>HTTP 500 with a page of text.</summary>
    ServerError,

    /// <summary>HTTP 429 with a JSON-RPC error.</summary>
    TooManyRequests,

    /// <summary>HTTP 200 with bytes that are no JSON.</summary>
    Garbage,

    /// <summary>The node refuses the transaction in some client's words and does not take it.</summary>
    Refused,

    /// <summary>The node refuses the transaction in some client's words, though it (or another behind the same name) has taken it.</summary>
    RefusedAndTaken,

    /// <summary>The receipt of a mined transaction names a block that is not canonical.</summary>
    WrongBlockHash,

    /// <summary>The receipt of a mined transaction has status 0.</summary>
    Reverted,

    /// <summary>A receipt of a transaction that no block holds, as a sequencer's preconfirmation is.</summary>
    Preconfirmed,

    /// <summary>No receipt of a transaction that is mined.</summary>
    HiddenReceipt,

    /// <summary>The node is on another chain.</summary>
    OtherChain,

    /// <summary>Answers as of some blocks ago.</summary>
    Lagging,
}

/// <summary>One fault, for one call.</summary>
internal sealed record NodeFault(NodeFaultKind Kind)
{
    /// <summary>How late; of <see cref="NodeFaultKind.Delayed"/> and <see cref="NodeFaultKind.DeliveredLate"/>.</summary>
    internal TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The node's words, of refusals.</summary>
    internal string Wording { get; init; } = "already known";

    /// <summary>Of <see cref="NodeFaultKind.Lagging"/>.</summary>
    internal int Blocks { get; init; } = 2;

    public static implicit operator NodeFault(NodeFaultKind kind) => new(kind);
}

/// <summary>A call on its way to the node.</summary>
/// <param name="Caller">Path of the endpoint's URL: each host may have one of its own.</param>
/// <param name="Method">JSON-RPC method.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Id">Its id, to be repeated in the answer.</param>
/// <param name="Body">The request as it came.</param>
/// <param name="Number">The how manieth call of the method, from 1.</param>
internal sealed record NodeCall(string Caller, string Method, JsonElement Parameters, JsonElement Id, byte[] Body, int Number)
{
    internal const string Send = "eth_sendRawTransaction";
    internal const string Receipt = "eth_getTransactionReceipt";

    internal bool IsSend => Method == Send;
}
