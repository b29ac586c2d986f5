using System.Security.Cryptography;

namespace Cairn.Projects;

/// <summary>Encrypts values that rooms keep and give out again, with the server's key. A sealed value opens only under its own purpose and name.</summary>
public interface ISealing
{
    /// <param name="purpose">What it is for; one that begins with <c>//</c> is no project.</param>
    byte[] Seal(string purpose, string name, string value);

    /// <exception cref="CryptographicException">Another key, another name, or changed bytes.</exception>
    string Open(string purpose, string name, byte[] made);
}
