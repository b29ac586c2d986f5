using Microsoft.AspNetCore.Http;

namespace Cairn.Platform.Http;

/// <summary>Shows a problem to people.</summary>
public interface IProblemPage
{
    Task WriteAsync(HttpContext context, ApiException problem);
}
