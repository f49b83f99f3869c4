namespace LearnCoin.Core.Storage;

/// <summary>The store cannot be reached or does not answer as it should. Its message holds no address, no key of a row and no value.</summary>
public sealed class StorageUnavailableException(string service, string reason) : Exception($"The {service} service failed: {reason}");
