namespace Cairn.Server;

/// <summary>The OpenAPI document <c>v1</c>; asked for here, since its texts are the comments of the assembly that asks.</summary>
internal static class ApiDescription
{
    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1");
}
