using System.Globalization;
using System.Numerics;

namespace LearnCoin.Core.Anchoring.Ethereum;

/// <summary>A point of y² = x³ + 7 over the field of SEC 2, section 2.4.1, in Jacobian coordinates (x/z², y/z³); z = 0 is infinity.</summary>
internal readonly record struct Secp256k1Point(BigInteger X, BigInteger Y, BigInteger Z)
{
    internal static readonly BigInteger Prime = Parse("0fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f");

    internal static readonly BigInteger Order = Parse("0fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

    internal static readonly Secp256k1Point Generator = new(
        Parse("079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"),
        Parse("0483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"),
        BigInteger.One);

    private static readonly Secp256k1Point Infinity = new(BigInteger.One, BigInteger.One, BigInteger.Zero);

    internal bool IsInfinity => Z.IsZero;

    /// <summary>The point with that x and parity of y; false when x is on no point.</summary>
    internal static bool TryFromX(BigInteger x, bool oddY, out Secp256k1Point point)
    {
        point = default;
        if (x >= Prime)
        {
            return false;
        }

        var square = Reduce((x * x * x) + 7);

        // The prime is 3 mod 4, so this is a square root if there is one.
        var y = BigInteger.ModPow(square, (Prime + 1) >> 2, Prime);
        if (Reduce(y * y) != square)
        {
            return false;
        }

        point = new Secp256k1Point(x, y.IsEven == oddY ? Prime - y : y, BigInteger.One);
        return true;
    }

    internal Secp256k1Point Multiply(BigInteger scalar)
    {
        var result = Infinity;
        for (var bit = (int)scalar.GetBitLength() - 1; bit >= 0; bit--)
        {
            result = result.Double();
            if (!((scalar >> bit) & 1).IsZero)
            {
                result = result.Add(this);
            }
        }

        return result;
    }

    internal Secp256k1Point Add(Secp256k1Point other)
    {
        if (IsInfinity || other.IsInfinity)
        {
            return IsInfinity ? other : this;
        }

        var zz = Reduce(Z * Z);
        var otherZz = Reduce(other.Z * other.Z);
        var u1 = Reduce(X * otherZz);
        var s1 = Reduce(Y * Reduce(otherZz * other.Z));
        var h = Reduce(Reduce(other.X * zz) - u1);
        var r = Reduce(Reduce(other.Y * Reduce(zz * Z)) - s1);
        if (h.IsZero)
        {
            return r.IsZero ? Double() : Infinity;
        }

        var hh = Reduce(h * h);
        var hhh = Reduce(hh * h);
        var v = Reduce(u1 * hh);
        var x = Reduce((r * r) - hhh - (2 * v));
        var y = Reduce((r * (v - x)) - (s1 * hhh));
        return new Secp256k1Point(x, y, Reduce(Z * Reduce(other.Z * h)));
    }

    internal (BigInteger X, BigInteger Y) ToAffine()
    {
        var inverse = BigInteger.ModPow(Z, Prime - 2, Prime);
        var square = Reduce(inverse * inverse);
        return (Reduce(X * square), Reduce(Y * Reduce(square * inverse)));
    }

    private Secp256k1Point Double()
    {
        // No point of this curve has y = 0 (the group order is odd), so only infinity is special.
        if (IsInfinity)
        {
            return this;
        }

        var yy = Reduce(Y * Y);
        var s = Reduce(4 * X * yy);
        var m = Reduce(3 * X * X);
        var x = Reduce((m * m) - (2 * s));
        var y = Reduce((m * (s - x)) - (8 * yy * yy));
        return new Secp256k1Point(x, y, Reduce(2 * Y * Z));
    }

    private static BigInteger Reduce(BigInteger value)
    {
        var rest = BigInteger.Remainder(value, Prime);
        return rest.Sign < 0 ? rest + Prime : rest;
    }

    private static BigInteger Parse(string hex) => BigInteger.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
