using System.Security.Cryptography;
using System.Text;

namespace Cairn.Platform.Ledger;

/// <summary>The arithmetic of the chain: SHA-256, in lower-case hex.</summary>
internal static class Chain
{
    public const string Genesis = "0000000000000000000000000000000000000000000000000000000000000000";

    public static string EventHash(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));

    public static string BlockHash(string previous, long first, IEnumerable<string> eventHashes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes(previous));
        long position = first;
        foreach (string e in eventHashes) hash.AppendData(Encoding.ASCII.GetBytes($"\n{position++} {e}"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
