namespace LearnCoin.Core.Proofs;

/// <summary>
/// Text or bytes of a proof, a key or a raw transaction that are not exactly in the form the product writes. Readers are strict: two
/// spellings of one value would let a signed document be changed without being noticed. The message never repeats the input.
/// </summary>
public sealed class ProofFormatException(string message, Exception? inner = null) : FormatException(message, inner);
