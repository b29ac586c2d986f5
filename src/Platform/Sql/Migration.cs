using System.Security.Cryptography;
using System.Text;

namespace Cairn.Platform.Sql;

/// <summary>One numbered SQL file of a room, in the form for one engine.</summary>
internal sealed record Migration(string Room, string Name, string Sql)
{
    /// <summary>SHA-256 of the text, 64 hex digits.</summary>
    public string Digest { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));
}
