using System.Reflection;
using Cairn.Client;
using Cairn.Sdk.Tests.Projects;

namespace Cairn.Sdk.Tests.Client;

/// <summary>What the package shows is under approval: UPDATE_REFERENCE=1 writes docs/reference/dotnet-client.txt anew.</summary>
public sealed class PublicApiTests
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string PathOfFile = Path.Combine(Samples.Root, "docs/reference/dotnet-client.txt");

    private static readonly HashSet<string> OfRecords = ["Equals", "GetHashCode", "ToString", "<Clone>$", "Deconstruct", "op_Equality", "op_Inequality"];

    [Fact]
    public void The_public_interface_is_the_approved_one()
    {
        var text = string.Join('\n', typeof(CairnClient).Assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).Select(Describe)) + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_REFERENCE") == "1")
        {
            File.WriteAllText(PathOfFile, text);
        }

        text.ShouldBe(File.ReadAllText(PathOfFile));
    }

    private static string Describe(Type type)
    {
        var members = type.IsEnum ? Enum.GetNames(type).Select(name => "  " + name) : type.GetMembers(Own).Select(Member).OfType<string>().Order(StringComparer.Ordinal).Select(member => "  " + member);
        return $"{(type.IsEnum ? "enum" : "class")} {type.FullName}\n{string.Concat(members.Select(member => member + "\n"))}";
    }

    private static string? Member(MemberInfo member) => member switch
    {
        ConstructorInfo made => $"new({Parameters(made)})",
        PropertyInfo property => $"{Name(property.PropertyType)} {property.Name} {{ {(property.CanRead ? "get; " : "")}{(property.CanWrite ? "init; " : "")}}}",
        MethodInfo { IsSpecialName: false } method when !OfRecords.Contains(method.Name) => $"{Name(method.ReturnType)} {method.Name}{Generic(method)}({Parameters(method)})",
        FieldInfo { IsLiteral: true } field => $"const {Name(field.FieldType)} {field.Name} = {field.GetRawConstantValue()}",
        _ => null,
    };

    private static string Generic(MethodInfo method) => method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? " = …" : "")}"));

    private static string Name(Type type) => type.IsGenericType && !type.IsGenericParameter
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
